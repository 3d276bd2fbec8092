/** The window's entry: takes the bridge, makes the stores, draws the shell. */
import { createRoot } from 'react-dom/client'
import { App } from './app/app'
import { createServices, ServicesContext } from './components/services'
import { startServices } from './app/start'
import './styles/index.css'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
const services = createServices(window.guardscope)
createRoot(root).render(
  <ServicesContext value={services}>
    <App />
  </ServicesContext>,
)
void startServices(services)
