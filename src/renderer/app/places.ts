import {
  Activity,
  ChartNoAxesColumn,
  Download,
  GraduationCap,
  Layers,
  Library,
  NotebookPen,
  Search,
} from 'lucide-react'

/** The places of the app, in the order of the rail. */
export const places = [
  { to: '/', label: 'places.myLearning', icon: GraduationCap },
  { to: '/catalogue', label: 'places.catalogue', icon: Library },
  { to: '/search', label: 'places.search', icon: Search },
  { to: '/progress', label: 'places.progress', icon: ChartNoAxesColumn },
  { to: '/notes', label: 'places.notes', icon: NotebookPen },
  { to: '/review', label: 'places.review', icon: Layers },
  { to: '/downloads', label: 'places.downloads', icon: Download },
  { to: '/activity', label: 'places.activity', icon: Activity },
] as const
