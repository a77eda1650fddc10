import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** The one accent: a deep green-blue, readable on paper and in the dark. */
const study: MantineColorsTuple = [
  '#e9f4f2',
  '#d2e6e3',
  '#a8d0cb',
  '#7fbab3',
  '#56a49c',
  '#38928a',
  '#267f78',
  '#1d6b65',
  '#175751',
  '#0f423e',
]

/** Warm greys for the light theme, from paper to ink. */
const gray: MantineColorsTuple = [
  '#faf7f1',
  '#f3eee4',
  '#e9e2d5',
  '#dcd3c3',
  '#c3b8a5',
  '#978c7b',
  '#6d6458',
  '#574f45',
  '#3c362f',
  '#27231e',
]

/** The dark theme, from text to the deepest ground. */
const dark: MantineColorsTuple = [
  '#e8e4dd',
  '#cbc5bb',
  '#aaa399',
  '#7f7970',
  '#3a3733',
  '#2d2b28',
  '#211f1d',
  '#171614',
  '#100f0e',
  '#0a0a09',
]

export const theme = createTheme({
  primaryColor: 'study',
  primaryShade: { light: 7, dark: 6 },
  colors: { study, gray, dark },
  black: '#27231e',
  white: '#fffdf9',
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  headings: {
    fontFamily: "'Source Serif 4 Variable', Georgia, serif",
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '1.25' },
      h2: { fontSize: '1.25rem', lineHeight: '1.35' },
      h3: { fontSize: '1.05rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Tooltip: { defaultProps: { openDelay: 400, events: { hover: true, focus: true, touch: false } } },
    Popover: { defaultProps: { transitionProps: { duration: 120 } } },
    Menu: { defaultProps: { transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 150 } } },
    Modal: { defaultProps: { transitionProps: { duration: 120 }, centered: true } },
  },
})

/** Grounds, lines and quiet text of both themes; `--bx-*` is what components of this app use. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--bx-reading-font': "'Source Serif 4 Variable', Georgia, serif",
    '--bx-motion': '140ms ease-out',
  },
  light: {
    '--mantine-color-body': '#faf7f1',
    '--mantine-color-text': '#27231e',
    '--mantine-color-bright': '#27231e',
    '--mantine-color-dimmed': '#655c50',
    '--mantine-color-placeholder': '#7a7061',
    '--mantine-color-default': '#fffdf9',
    '--mantine-color-default-hover': '#f3eee4',
    '--mantine-color-default-color': '#27231e',
    '--mantine-color-default-border': '#d6ccba',
    '--mantine-color-anchor': '#1d6b65',
    '--bx-surface': '#fffdf9',
    '--bx-rail': '#f3eee4',
    '--bx-sunken': '#f3eee4',
    '--bx-line': '#e6decf',
    '--bx-accent': '#1d6b65',
    '--bx-accent-soft': '#e3efec',
    '--bx-success': '#2c6e3f',
    '--bx-warning': '#8a5300',
    '--bx-danger': '#a8322a',
    '--bx-star': '#b97a16',
    '--bx-shadow': '0 1px 2px rgb(60 50 30 / 6%), 0 4px 14px rgb(60 50 30 / 5%)',
  },
  dark: {
    '--mantine-color-body': '#121110',
    '--mantine-color-text': '#e8e4dd',
    '--mantine-color-bright': '#f6f3ed',
    '--mantine-color-dimmed': '#aaa399',
    '--mantine-color-placeholder': '#8d867c',
    '--mantine-color-default': '#1e1c1a',
    '--mantine-color-default-hover': '#2a2825',
    '--mantine-color-default-color': '#e8e4dd',
    '--mantine-color-default-border': '#423e39',
    '--mantine-color-anchor': '#86c5be',
    '--bx-surface': '#1b1a18',
    '--bx-rail': '#161513',
    '--bx-sunken': '#0c0b0b',
    '--bx-line': '#2e2b28',
    '--bx-accent': '#86c5be',
    '--bx-accent-soft': '#1b302d',
    '--bx-success': '#86c796',
    '--bx-warning': '#e2b266',
    '--bx-danger': '#f0958c',
    '--bx-star': '#e2b266',
    '--bx-shadow': '0 1px 2px rgb(0 0 0 / 40%)',
  },
})
