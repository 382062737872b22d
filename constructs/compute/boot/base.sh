
# --- What every step needs
set -Eeuo pipefail
umask 022
ROOT=${ROOT:-} # a test puts the whole tree below another folder
HOME_DIR="$ROOT/opt/$SERVICE"
LOG_DIR="$ROOT/var/log/$SERVICE"
REASON=''
export AWS_DEFAULT_REGION="$REGION" AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=5

log() { printf '%s %s: %s\n' "$(date -u +%FT%TZ)" "$SERVICE" "$*" >&2; }

# retry ATTEMPTS COMMAND...: waits 2, 4, 8, ... seconds between attempts.
retry() {
  local attempts=$1 attempt=1
  shift
  until "$@"; do
    if ((attempt >= attempts)); then
      REASON="gave up after $attempts attempts: $*"
      log "$REASON"
      return 1
    fi
    log "attempt $attempt of $attempts failed: $*"
    sleep $((2 ** attempt))
    attempt=$((attempt + 1))
  done
}

# Asks the instance metadata service (IMDSv2).
metadata() {
  local token url=http://169.254.169.254/latest
  token=$(curl -fs -m 2 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$url/api/token") &&
    curl -fs -m 2 -H "X-aws-ec2-metadata-token: $token" "$url/meta-data/$1"
}

# answer_hook HOOK CONTINUE|ABANDON: answers the auto scaling group. Unanswered, the hook's own timeout decides.
answer_hook() {
  log "lifecycle hook $1: $2"
  retry 6 aws autoscaling complete-lifecycle-action --auto-scaling-group-name "$GROUP" \
    --lifecycle-hook-name "$1" --lifecycle-action-result "$2" --instance-id "$INSTANCE_ID" || true
}

# What the programs in bin/ need to know of all this.
save_settings() {
  mkdir -p "$HOME_DIR/bin"
  {
    declare -p ROOT SERVICE REGION GROUP TERMINATION_HOOK INSTANCE_ID SETTLE_SECONDS VARIABLES PARAMETERS SECRETS
    declare -p AWS_DEFAULT_REGION AWS_RETRY_MODE AWS_MAX_ATTEMPTS
    declare -f log retry metadata answer_hook
  } >"$HOME_DIR/settings"
  chmod 600 "$HOME_DIR/settings"
}
