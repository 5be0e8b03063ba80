import '@kern-ux/native/dist/kern.min.css'
import './style/fonts.css'
import './style/page.css'
import { mount } from 'svelte'
import App from './App.svelte'

const target = document.getElementById('app')
if (target) mount(App, { target })
