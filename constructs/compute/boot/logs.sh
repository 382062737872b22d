
# --- Logs and metrics: shipped by the CloudWatch agent, rotated on disk
configure_logs() {
  local agent="$ROOT/opt/aws/amazon-cloudwatch-agent"
  mkdir -p "$LOG_DIR" "$agent/etc" "$ROOT"/etc/{logrotate.d,systemd/journald.conf.d,systemd/system/logrotate.timer.d}
  chmod 750 "$LOG_DIR"

  cat >"$agent/etc/$SERVICE.json" <<END
{
  "agent": { "metrics_collection_interval": 60, "omit_hostname": true },
  "logs": {
    "logs_collected": { "files": { "collect_list": [
      $(collect "$APPLICATION_LOG_GROUP" '{instance_id}' "/var/log/$SERVICE/application.log"),
      $(collect "$SYSTEM_LOG_GROUP" '{instance_id}/boot' /var/log/cloud-init-output.log),
      $(collect "$SYSTEM_LOG_GROUP" '{instance_id}/cloud-init' /var/log/cloud-init.log),
      $(collect "$SYSTEM_LOG_GROUP" '{instance_id}/drain' "/var/log/$SERVICE/drain.log"),
      $(collect "$SYSTEM_LOG_GROUP" '{instance_id}/messages' /var/log/messages)
    ] } },
    "force_flush_interval": 5
  },
  "metrics": {
    "namespace": "CWAgent",
    "aggregation_dimensions": [["AutoScalingGroupName"]],
    "metrics_collected": {
      "mem": {
        "measurement": ["mem_used_percent"],
        "append_dimensions": { "AutoScalingGroupName": "$GROUP" }
      },
      "disk": {
        "measurement": ["used_percent"],
        "resources": ["/"],
        "drop_device": true,
        "append_dimensions": { "AutoScalingGroupName": "$GROUP" }
      }
    }
  }
}
END

  # Both rotate by size, looked at every hour: a talkative service cannot fill the disk.
  cat >"$ROOT/etc/logrotate.d/$SERVICE" <<END
/var/log/$SERVICE/*.log {
  size 50M
  rotate 5
  compress
  copytruncate
  missingok
  notifempty
}
END
  printf 'maxsize 50M\n' >"$ROOT/etc/logrotate.d/00-limits"
  printf '[Timer]\nOnCalendar=\nOnCalendar=hourly\nAccuracySec=1m\n' \
    >"$ROOT/etc/systemd/system/logrotate.timer.d/hourly.conf"
  printf '[Journal]\nSystemMaxUse=200M\n' >"$ROOT/etc/systemd/journald.conf.d/size.conf"

  systemctl daemon-reload
  systemctl restart systemd-journald
  systemctl enable --now rsyslog logrotate.timer
  systemctl restart logrotate.timer
  "$agent/bin/amazon-cloudwatch-agent-ctl" -a fetch-config -m ec2 -s -c "file:$agent/etc/$SERVICE.json"
  systemctl enable amazon-cloudwatch-agent
}

collect() {
  printf '{ "log_group_name": "%s", "log_stream_name": "%s", "file_path": "%s" }' "$@"
}
