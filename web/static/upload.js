// What is too large together is refused before it is sent; the server refuses it again.
for (const form of document.querySelectorAll("form[data-limit]")) {
  const inputs = [...form.querySelectorAll('input[type="file"]')];
  const limit = Number(form.dataset.limit);
  const note = document.createElement("p");
  note.className = "field-error";
  note.id = "file-too-large";
  note.setAttribute("role", "alert");
  inputs[0].before(note);
  const files = () => inputs.flatMap((input) => [...input.files]);
  const isTooLarge = () => files().reduce((sum, file) => sum + file.size, 0) > limit * 1000000;
  const tell = () => {
    note.textContent = isTooLarge() ? `文件超过 ${limit} MB，请压缩或者拆分后再上传。` : "";
  };
  for (const input of inputs) input.addEventListener("change", tell);
  form.addEventListener("submit", (event) => {
    tell();
    if (isTooLarge()) event.preventDefault();
  });
}
