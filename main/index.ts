/** The Electron app. */
import { app } from 'electron'

void app.whenReady()
