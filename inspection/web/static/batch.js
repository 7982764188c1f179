// Keeps a batch going while this page is open. Without it the button issues a few papers each time.
"use strict";

const form = document.getElementById("seguir");
const bar = document.getElementById("barra");
const said = document.getElementById("dicho");
let running = false;

async function step() {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
    redirect: "error",
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function run(button) {
  running = true;
  button.textContent = "Pausar";
  while (running) {
    let told;
    try {
      told = await step();
    } catch {
      said.textContent = "No se pudo hablar con el servidor, o tu sesión se cerró. Lo emitido está guardado: espera un momento y sigue.";
      break;
    }
    bar.value = told.done;
    said.textContent = told.said;
    document.title = `${Math.floor((100 * told.done) / bar.max)} % · Lote · Resguardo`;
    if (!told.waiting) return location.reload();
  }
  running = false;
  button.textContent = "Seguir emitiendo";
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  if (running) {
    running = false;
    button.textContent = "Deteniendo…";
  } else run(button);
});
