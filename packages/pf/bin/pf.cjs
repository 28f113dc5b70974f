#!/usr/bin/env node
"use strict"
// The same program as `millrace`, speaking the original's words.
require("millrace/launch")("pf", __filename)
