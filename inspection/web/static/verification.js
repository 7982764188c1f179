// Tells whether a file is the one that was issued or signed. The file never leaves this computer.
"use strict";

const box = document.getElementById("soltar");
const result = document.getElementById("resultado");
const verdict = document.getElementById("dictamen");
const valid = document.getElementById("vigente");
const ofTheCode = verdict?.textContent;

const SAID = {
  issued: ["held", "Es el documento emitido, sin cambios.", "Todavía sin firma electrónica dentro del archivo."],
  signed: ["held", "Es el documento firmado que recibió la oficina, sin cambios.", ""],
  altered: ["danger", "ALTERADO o distinto: este archivo no es el que se emitió ni el que se firmó con este código.", "No lo des por bueno. Pide el archivo a la oficina que emite."],
  revoked: ["danger", "El archivo es el mismo, pero el documento quedó sin efectos.", "No actúes con él."],
  insecure: ["doubt", "Este navegador no puede comprobarlo aquí.", "Compara la huella SHA-256 con las registradas, o usa: resguardo verify ARCHIVO.pdf"],
};

function say(word, sha256) {
  const [kind, what, next] = SAID[word];
  const lines = [what, next, sha256 && `Huella de tu archivo: ${sha256}`].filter(Boolean);
  const notice = document.createElement("div");
  notice.className = `notice ${kind}`;
  lines.forEach((line, at) => {
    const p = document.createElement("p");
    const part = at === 0 ? p.appendChild(document.createElement("b")) : p;
    part.textContent = line;
    if (at > 1 || (at === 1 && !next)) p.className = "code";
    notice.append(p);
  });
  result.replaceChildren(notice);
  // Who reads only the largest words must not go away with «auténtico» before a file that is not.
  const isAnother = word === "altered";
  verdict.textContent = isAnother ? "Archivo alterado o distinto" : ofTheCode;
  if (valid) valid.hidden = isAnother;
  result.scrollIntoView({ block: "nearest" });
}

async function check(file) {
  if (!file) return;
  if (!globalThis.crypto?.subtle) return say("insecure", "");
  result.textContent = "Comprobando…";
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const known = sha256 === box.dataset.issued ? "issued" : box.dataset.signed.split(" ").includes(sha256) ? "signed" : "altered";
  say(known !== "altered" && box.dataset.revoked ? "revoked" : known, sha256);
}

if (box) {
  document.getElementById("archivo").addEventListener("change", (event) => void check(event.target.files[0]));
  for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
  box.addEventListener("dragover", () => box.classList.add("over"));
  box.addEventListener("dragleave", () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => { box.classList.remove("over"); void check(event.dataTransfer.files[0]); });
}
