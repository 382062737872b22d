#!/bin/bash
# Writes the environment of the service for systemd, before each start: what is configured, and what Parameter Store
# and Secrets Manager hold now. The file is in memory and only root can read it.
set -euo pipefail
umask 077
# shellcheck source=/dev/null
source "$(dirname "$0")/../settings"
target="$ROOT/run/$SERVICE/environment"

# Writes NAME="value" as systemd reads it: within double quotes only \ " $ and ` are special.
assign() {
  printf '%s="' "$1"
  sed 's/[\\"$`]/\\&/g'
  printf '"\n'
}

# Takes the text out of the JSON string that the AWS CLI prints, and one key out of the text, if one is named.
unwrap() {
  python3 -X utf8 -c '
import json, sys
key, value = sys.argv[1], json.load(sys.stdin)
if key:
    try:
        value = json.loads(value)[key]
    except (ValueError, KeyError, TypeError):
        sys.exit("it is not a JSON object with the key " + key)
text = value if isinstance(value, str) else json.dumps(value)
if value is None or "\0" in text:
    sys.exit("it holds no text")
sys.stdout.write(text)' "$1"
}

parameter() { aws ssm get-parameter --name "$1" --with-decryption --query Parameter.Value --output json; }
secret() { aws secretsmanager get-secret-value --secret-id "$1" --query SecretString --output json; }

write_environment() {
  local entry name from key
  for entry in "${VARIABLES[@]}"; do
    printf '%s' "${entry#*=}" | assign "${entry%%=*}" || return 1
  done
  for entry in "${PARAMETERS[@]}"; do
    name=${entry%%=*} from=${entry#*=}
    parameter "$from" | unwrap '' | assign "$name" || { log "$name: cannot read parameter $from" && return 1; }
  done
  for entry in "${SECRETS[@]}"; do
    name=${entry%%=*} from=${entry#*=} key=''
    [[ $from != *'#'* ]] || key=${from#*#}
    secret "${from%%#*}" | unwrap "$key" | assign "$name" || { log "$name: cannot read secret $from" && return 1; }
  done
}

mkdir -p "$(dirname "$target")"
if write_environment >"$target.new"; then
  mv "$target.new" "$target"
elif [[ -s $target ]]; then
  rm -f "$target.new"
  log 'starting with the environment of the last start'
else
  rm -f "$target.new"
  exit 1
fi
