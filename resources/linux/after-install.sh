#!/bin/sh
# After the package's files are in place: what is opened with Guardscope, and what its sandbox stands on.
home=/opt/Guardscope

if command -v update-mime-database >/dev/null; then update-mime-database /usr/share/mime || true; fi
if command -v update-desktop-database >/dev/null; then update-desktop-database -q /usr/share/applications || true; fi

# Where AppArmor keeps user namespaces from programs without a profile (Ubuntu from 24.04), ours allows them. An older
# AppArmor cannot read the profile, and needs none.
profile=/etc/apparmor.d/guardscope
if command -v apparmor_parser >/dev/null && apparmor_parser -K -T -Q "$home/resources/apparmor-profile" 2>/dev/null; then
  cp "$home/resources/apparmor-profile" "$profile"
  # an image that is being built has no kernel to load it into
  if [ -d /sys/kernel/security/apparmor ]; then apparmor_parser -r "$profile" || true; fi
fi

# The sandbox takes user namespaces. Where a person has none it needs the helper, which works only if it is root's.
mode=0755
if [ ! -e "$profile" ] && ! runuser -u nobody -- unshare --user true 2>/dev/null; then mode=4755; fi
chmod "$mode" "$home/chrome-sandbox"
exit 0
