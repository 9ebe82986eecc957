// What is too large together is refused before it is sent; the server refuses it again.
for (const form of document.querySelectorAll("form[data-limit]")) {
  const input = form.querySelector('input[type="file"]');
  const limit = Number(form.dataset.limit);
  const note = document.createElement("p");
  note.className = "field-error";
  note.id = "file-too-large";
  note.setAttribute("role", "alert");
  input.before(note);
  const isTooLarge = () => [...input.files].reduce((sum, file) => sum + file.size, 0) > limit * 1000000;
  const tell = () => {
    note.textContent = isTooLarge() ? `文件超过 ${limit} MB，请压缩或者拆分后再上传。` : "";
  };
  input.addEventListener("change", tell);
  form.addEventListener("submit", (event) => {
    tell();
    if (isTooLarge()) event.preventDefault();
  });
}
