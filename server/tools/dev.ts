/** `npm run dev`: the API restarts on a change of server or shared, Vite serves the pages with instant updates. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from '../platform/root.ts'
import { prepare } from './prepare.ts'

prepare()
const children = [
  spawn(process.execPath, ['--watch-path', 'server', '--watch-path', 'shared', '--watch-preserve-output', 'server/main.ts'], { cwd: ROOT, stdio: 'inherit' }),
  spawn(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'dev', '--port', '5173'], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ORIGIN: 'http://127.0.0.1:5173' },
  }),
]
const stop = () => {
  for (const child of children) child.kill('SIGTERM')
}
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
for (const child of children) child.once('exit', stop)
