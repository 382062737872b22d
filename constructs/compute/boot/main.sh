
# --- The order of things
# Whatever fails, the group hears of it: it ends this instance and starts another.
on_exit() {
  local status=$?
  trap - EXIT ERR
  if ((status != 0)); then
    # One line without quotes and brackets, which the filter of failed launches would take for words.
    REASON=$(printf '%s' "${REASON:-see above}" | tr '"[]\n' "'() ")
    log "boot failed: $REASON"
    [[ ! -w $ROOT/dev/console ]] || log "boot failed: $REASON" 2>"$ROOT/dev/console" || true
    sleep 10 # until the agent has shipped this log
    answer_hook "$LAUNCH_HOOK" ABANDON
  fi
  exit "$status"
}

install_packages() {
  (($# > 0)) || return 0
  log "packages: $*"
  retry 5 dnf --assumeyes --quiet install "$@"
}

main() {
  trap on_exit EXIT
  trap 'REASON=${REASON:-"line $LINENO: $BASH_COMMAND"}' ERR
  INSTANCE_ID=unknown
  INSTANCE_ID=$(retry 5 metadata instance-id)
  log "booting $INSTANCE_ID for $ENVIRONMENT"

  install_packages "${BASE_PACKAGES[@]}"
  log 'logs and metrics'
  configure_logs
  install_packages "${PACKAGES[@]}" # later, so that the log of one that does not exist is shipped
  log 'drain watcher'
  save_settings
  install_drain_watcher
  log "artifact: $ARTIFACT"
  fetch_artifact
  create_user
  log 'service'
  install_service
  log 'health check'
  wait_until_healthy
  answer_hook "$LAUNCH_HOOK" CONTINUE
}

main
