/** Families of names: what begins like this belongs to Amazon Linux 2023 or its tools. */
const PREFIXES = ['amazon-', 'aws-', 'cloud-', 'dbus-', 'nfs-', 'rpc-', 'selinux-', 'ssh-', 'sshd-', 'systemd-'];

/**
 * Names that Amazon Linux 2023, or a package that the boot script installs, gives to a unit, a user or a folder in
 * `/opt`, `/run`, `/var/lib` or `/var/log`. A service of such a name would take its place.
 */
const NAMES = new Set(
  [
    // Users and groups.
    'adm bin daemon ftp games halt lp mail man nobody operator root shutdown sshd sync sys tss tty users wheel',
    // Units.
    'acpid atd auditd autofs chrony chronyd cloud-init cron crond cwagent containerd dbus docker emergency gssproxy',
    'irqbalance kdump logrotate network nftables poweroff reboot rescue rngd rsyslog sysstat systemd udev',
    // Folders and files.
    'alternatives amazon audit aws btmp cloud console cryptsetup dhclient dnf initctl journal lastlog lock log maillog',
    'messages misc mount private rpm sa secure selinux spooler ssm sudo user utmp wtmp yum',
  ].flatMap((line) => line.split(' ')),
);

/** Whether a name is one that the operating system of an instance uses itself. */
export function isNameOfSystem(name: string): boolean {
  return NAMES.has(name) || PREFIXES.some((prefix) => name.startsWith(prefix));
}
