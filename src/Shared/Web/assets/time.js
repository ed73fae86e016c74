// Adds the reader's own time beside each time in UTC. Nothing needs it.
document.querySelectorAll("time[datetime]").forEach(function (element) {
  var at = new Date(element.getAttribute("datetime"));
  if (!isNaN(at)) {
    var local = document.createElement("span");
    local.className = "local";
    local.textContent = " (" + at.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" }) + " your time)";
    element.after(local);
  }
});
