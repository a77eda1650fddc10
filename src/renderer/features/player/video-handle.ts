/** What the notes need of the video beside them. */
export interface VideoHandle {
  /** Second the video is at, whole. */
  currentSecond(): number
  seek(second: number): void
}
