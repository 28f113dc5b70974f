// Replaced by the real bundler when the CLI lands; `npm ci` calls it through `prepare`.
