// biome-ignore-all lint/style/useNodejsImportProtocol: older Nodes do not know it
// biome-ignore-all lint/style/useTemplate: ES5 has none
// Starts the bundle under Node 24 or newer, whatever Node started this file. ES5 only: it must parse everywhere.
"use strict"

var path = require("path")
var fs = require("fs")

var NEEDED = 24
var manifest = require("../package.json")

/** `profile` is "millrace" or "pf"; `file` the launcher to start again under a newer Node. */
module.exports = function launch(profile, file) {
  var args = process.argv.slice(2)
  // Answered before anything else is read: scripts ask it often.
  if (profile === "millrace" && args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
    console.log(manifest.version)
    return
  }
  if (parseInt(process.versions.node, 10) >= NEEDED) return here(profile, args)
  var node = newerNode(path.dirname(file)) || newerNode(process.cwd())
  if (node) return there(node, file, args)
  var remedy = "install it from https://nodejs.org, or put it beside this package: npm install node@" + NEEDED
  console.error(profile + " needs Node " + NEEDED + " or newer (this is " + process.version + "): " + remedy)
  process.exitCode = 1
}

function here(profile, args) {
  keepCompiled()
  var flag = require("v8").setFlagsFromString
  // A long batch leaves little behind, so its heap is kept small: collected at twice what lives, instead of at four times.
  flag("--heap-growing-percent=100")
  // The young generation grows once, from 1 MiB to 4, while the program is loaded, and no further: a batch then spends a
  // sixth less time on collections than with 1, and needs 50 MB less than with the 16 that it would grow to.
  flag("--semi-space-growth-factor=4")
  // Such a small one is collected in a millisecond: helpers cost more to wake than they take off, and take the processors
  // from the flow's own code. A twentieth of a batch's CPU time.
  flag("--no-parallel-scavenge")
  // Nor is it collected before it is full.
  flag("--no-minor-gc-task")
  // The bundle is an ES module without top-level await, so `require` loads it without a turn of the event loop.
  require("../dist/main.js").main(args, profile)
  flag("--semi-space-growth-factor=1")
}

/** Node keeps compiled code of the bundle in the user's own cache; in the shared temp folder others could plant some. */
function keepCompiled() {
  if (process.env.NODE_COMPILE_CACHE || process.env.NODE_DISABLE_COMPILE_CACHE) return
  var home =
    process.env.XDG_CACHE_HOME ||
    (process.env.HOME && path.join(process.env.HOME, ".cache")) ||
    process.env.LOCALAPPDATA
  if (home) require("module").enableCompileCache(path.join(home, "millrace", "compiled"))
}

/** The `node` package's binary in a node_modules folder at or above `folder`. */
function newerNode(folder) {
  var name = process.platform === "win32" ? "node.exe" : "node"
  var at = fs.realpathSync(folder)
  var node = path.join(at, "node_modules", "node", "bin", name)
  while (!fs.existsSync(node)) {
    if (path.dirname(at) === at) return undefined
    at = path.dirname(at)
    node = path.join(at, "node_modules", "node", "bin", name)
  }
  return node
}

/** Signals are passed on and the child's end becomes ours; a terminal's Ctrl-C reaches both, which the child counts once. */
function there(node, file, args) {
  var child = require("child_process").spawn(node, [file].concat(args), { stdio: "inherit" })
  var signals = ["SIGINT", "SIGTERM", "SIGHUP"]
  var forward = {}
  signals.forEach((signal) => {
    forward[signal] = () => {
      child.kill(signal)
    }
    process.on(signal, forward[signal])
  })
  child.on("error", (error) => {
    console.error("millrace: " + node + " could not be started: " + error.message)
    process.exitCode = 1
  })
  child.on("exit", (code, signal) => {
    signals.forEach((name) => {
      process.removeListener(name, forward[name])
    })
    if (signal) process.kill(process.pid, signal)
    else process.exitCode = code
  })
}
