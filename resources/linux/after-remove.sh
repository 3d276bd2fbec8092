#!/bin/sh
# After the package's files are gone: so is what after-install made.
profile=/etc/apparmor.d/guardscope
# rpm runs this after an upgrade, too, with 1; dpkg says upgrade
case "${1-}" in 1 | upgrade | failed-upgrade | abort-*) exit 0 ;; esac

if [ -e "$profile" ]; then
  if [ -d /sys/kernel/security/apparmor ]; then apparmor_parser -R "$profile" 2>/dev/null || true; fi
  rm -f "$profile"
fi
if command -v update-mime-database >/dev/null; then update-mime-database /usr/share/mime || true; fi
if command -v update-desktop-database >/dev/null; then update-desktop-database -q /usr/share/applications || true; fi
exit 0
