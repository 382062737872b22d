
# --- The application: an object in S3, unpacked into /opt/<service>/app
fetch_artifact() {
  local app="$HOME_DIR/app" download="$HOME_DIR/download"
  rm -rf "$app.new" "$download"
  mkdir -p "$app.new" "$download"
  retry 5 aws s3 cp --only-show-errors "$ARTIFACT" "$download/$ARTIFACT_FILE"
  case $ARTIFACT_FILE in
    *.zip) unzip -q "$download/$ARTIFACT_FILE" -d "$app.new" ;;
    *.tar.gz | *.tgz) tar -xzf "$download/$ARTIFACT_FILE" --no-same-owner -C "$app.new" ;;
    *) install -m 755 "$download/$ARTIFACT_FILE" "$app.new/" ;;
  esac
  chmod -R u+rwX,go+rX,go-w "$app.new"
  rm -rf "$app" "$download"
  mv "$app.new" "$app"
}

create_user() {
  id "$RUN_AS" >/dev/null 2>&1 ||
    useradd --system --user-group --no-create-home --home-dir "/var/lib/$SERVICE" --shell /sbin/nologin "$RUN_AS"
}

run_lines() {
  cat <<END
User=$RUN_AS
WorkingDirectory=/opt/$SERVICE/app
ExecStart=$COMMAND
END
}
