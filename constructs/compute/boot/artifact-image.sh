
# --- The application: a container image, run by Docker
fetch_artifact() {
  local registry=${ARTIFACT%%/*}
  systemctl enable --now docker
  DOCKER_CONFIG=$(mktemp -d) # the login is forgotten again
  export DOCKER_CONFIG
  if [[ $registry == *.dkr.ecr.*.amazonaws.com* ]]; then
    retry 5 log_in "$registry"
  fi
  retry 5 docker pull --quiet "$ARTIFACT"
  rm -rf "$DOCKER_CONFIG"
}

log_in() {
  aws ecr get-login-password --region "$(cut -d. -f4 <<<"$1")" |
    docker login --username AWS --password-stdin "$1"
}

create_user() { log 'the image brings its own user'; }

# Docker hands SIGTERM on to the container and its output to this unit; names in --env take systemd's values.
run_lines() {
  local entry options="--rm --name $SERVICE --pull never --network host --log-driver none"
  options+=' --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges'
  [[ -z $RUN_AS ]] || options+=" --user $RUN_AS"
  for entry in "${VARIABLES[@]}" "${PARAMETERS[@]}" "${SECRETS[@]}"; do
    options+=" --env ${entry%%=*}"
  done
  cat <<END
Environment=DOCKER_CONFIG=/opt/$SERVICE/docker
ExecStartPre=-/usr/bin/docker rm --force $SERVICE
ExecStart=/usr/bin/docker run $options $ARTIFACT $COMMAND
ExecStopPost=-/usr/bin/docker rm --force $SERVICE

[Unit]
Requires=docker.service
After=docker.service
END
}
