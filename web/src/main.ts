import { mount } from "svelte";
import "./app.css";
import App from "./App.svelte";

const target = document.getElementById("desk");
if (!target) throw new Error("The page has no place for the desk.");
mount(App, { target });
