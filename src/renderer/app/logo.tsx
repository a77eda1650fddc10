/** An open book with a spark above it. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <rect width="64" height="64" rx="15" fill="#1d6b65" />
      <path d="M12 21c7.4-2.4 14-1.4 20 3.2V52c-6-4.2-12.6-5-20-3z" fill="#fdf9f1" />
      <path d="M52 21c-7.4-2.4-14-1.4-20 3.2V52c6-4.2 12.6-5 20-3z" fill="#e6d9bf" />
      <path d="M32 7l2.2 4.8L39 14l-4.8 2.2L32 21l-2.2-4.8L25 14l4.8-2.2z" fill="#f0b95b" />
    </svg>
  )
}
