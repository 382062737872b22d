#!/bin/bash
# Waits until the auto scaling group takes this instance out, then stops the service and lets the instance go.
set -euo pipefail
# shellcheck source=/dev/null
source "$(dirname "$0")/../settings"

log 'watching for the end of this instance'
until [[ $(metadata autoscaling/target-lifecycle-state) == *Terminated ]]; do
  sleep 5
done

log "the instance leaves; $SERVICE stops in $SETTLE_SECONDS s, when the load balancer sends it nothing new"
sleep "$SETTLE_SECONDS"
systemctl stop "$SERVICE" || log "$SERVICE did not stop cleanly"
log "$SERVICE has stopped"
answer_hook "$TERMINATION_HOOK" CONTINUE
