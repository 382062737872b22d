
# --- Leaving: the service stops before its instance does
install_drain_watcher() {
  cat >"$HOME_DIR/bin/watch-drain" <<'END'
@include watch-drain.sh
END
  chmod 755 "$HOME_DIR/bin/watch-drain"
  cat >"$ROOT/etc/systemd/system/$SERVICE-drain.service" <<END
[Unit]
Description=Stops $SERVICE before its instance leaves the auto scaling group
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=/opt/$SERVICE/bin/watch-drain
Restart=on-failure
RestartSec=5
StandardOutput=append:/var/log/$SERVICE/drain.log
StandardError=inherit
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes

[Install]
WantedBy=multi-user.target
END
  systemctl daemon-reload
  systemctl enable --now "$SERVICE-drain"
}
