/** Where the machine says the person is, as an IANA name. Asked anew each time: laptops travel. */
export function timeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}
