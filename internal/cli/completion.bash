# Completes lambda-audit in bash: source <(lambda-audit completion bash)
_lambda_audit() {
    local current=${COMP_WORDS[COMP_CWORD]}
    local asked=("${COMP_WORDS[@]:0:COMP_CWORD}")
    [[ $current == -* ]] && asked+=("$current")
    local IFS=$'\n'
    COMPREPLY=($(compgen -W "$("${asked[@]}" --generate-bash-completion 2>/dev/null)" -- "$current"))
}
complete -o default -F _lambda_audit lambda-audit
