# Completes lambda-audit in fish: lambda-audit completion fish | source
function __lambda_audit
    set -l asked (commandline -opc)
    set -l current (commandline -ct)
    if string match -q -- '-*' $current
        set -a asked $current
    end
    $asked --generate-bash-completion 2>/dev/null
end
complete -c lambda-audit -n 'test (count (commandline -opc)) -eq 1' -f
complete -c lambda-audit -a '(__lambda_audit)'
