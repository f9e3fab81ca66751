#compdef lambda-audit
# Completes lambda-audit in zsh: source <(lambda-audit completion zsh)
_lambda_audit() {
    local current=${words[CURRENT]}
    local -a asked=(${words[1,CURRENT-1]}) found
    [[ $current == -* ]] && asked+=("$current")
    found=("${(@f)$("${asked[@]}" --generate-bash-completion 2>/dev/null)}")
    if [[ -n ${found[1]} ]]; then
        compadd -- "${found[@]}"
    else
        _files
    fi
}
compdef _lambda_audit lambda-audit
