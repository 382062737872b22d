
# --- The order of things
# Whatever fails, the group hears of it: it ends this instance and starts another.
on_exit() {
  local status=$?
  trap - EXIT ERR
  if ((status != 0)); then
    log "boot failed: ${REASON:-see above}"
    sleep 10 # until the agent has shipped this log
    answer_hook "$LAUNCH_HOOK" ABANDON
  fi
  exit "$status"
}

main() {
  trap on_exit EXIT
  trap 'REASON=${REASON:-"line $LINENO: $BASH_COMMAND"}' ERR
  INSTANCE_ID=unknown
  INSTANCE_ID=$(retry 5 metadata instance-id)
  log "booting $INSTANCE_ID for $ENVIRONMENT"

  log "packages: ${PACKAGES[*]}"
  retry 5 dnf --assumeyes --quiet install "${PACKAGES[@]}"
  log 'logs and metrics'
  configure_logs
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
