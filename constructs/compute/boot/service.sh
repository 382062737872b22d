
# --- The service: a systemd unit
install_service() {
  cat >"$HOME_DIR/bin/fetch-environment" <<'END'
@include fetch-environment.sh
END
  chmod 755 "$HOME_DIR/bin/fetch-environment"
  cat >"$ROOT/etc/systemd/system/$SERVICE.service" <<END
[Unit]
Description=$SERVICE ($ENVIRONMENT)
Wants=network-online.target
After=network-online.target
# A service that ends ten times in five minutes stays down, and the group replaces the instance.
StartLimitIntervalSec=300
StartLimitBurst=10

[Install]
WantedBy=multi-user.target

[Service]
Type=exec
ExecStartPre=+/usr/bin/env -i PATH=/usr/bin:/bin /opt/$SERVICE/bin/fetch-environment
# The dash is for the line above, which runs before there is a file; it fails the start when it cannot write one.
EnvironmentFile=-/run/$SERVICE/environment
Restart=always
RestartSec=3
TimeoutStartSec=120
TimeoutStopSec=$STOP_SECONDS
KillSignal=SIGTERM
KillMode=mixed
LimitNOFILE=65536
StandardOutput=append:/var/log/$SERVICE/application.log
StandardError=inherit
StateDirectory=$SERVICE
UMask=0027
NoNewPrivileges=yes
CapabilityBoundingSet=$CAPABILITIES
AmbientCapabilities=$CAPABILITIES
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
$(run_lines)
END
  systemctl daemon-reload
  systemctl enable "$SERVICE"
  systemctl restart --no-block "$SERVICE"
}

# Asks whether a status is among codes like 200,301-302.
is_healthy() {
  local codes
  for codes in ${HEALTHY_CODES//,/ }; do
    ((10#$1 < ${codes%-*} || 10#$1 > ${codes#*-})) || return 0
  done
  return 1
}

# The instance counts as healthy only when the service answers on it.
wait_until_healthy() {
  local deadline=$((SECONDS + HEALTH_SECONDS)) url="http://127.0.0.1:$PORT$HEALTH_CHECK_PATH" status
  while true; do
    status=$(curl -s -m 5 -o /dev/null -w '%{http_code}' "$url" || true)
    ! is_healthy "${status:-0}" || break
    if ((SECONDS >= deadline)); then
      REASON="$url did not answer with $HEALTHY_CODES within $HEALTH_SECONDS s, the last status was ${status:-none}"
      systemctl status --no-pager --lines 0 "$SERVICE" >&2 || true
      tail -n 20 "$LOG_DIR/application.log" >&2 || true
      return 1
    fi
    sleep 2
  done
  log "$url answered with $status"
}
