/**
 * What a run has made, in forms that other programs read.
 * In comes a run's database opened to be read, or a model's files; out go files that are there whole or not at all, read
 * again and compared before they get their names, or a model on an Ollama server.
 * Called by the command line alone; nothing here runs a model.
 */
@NullMarked
package dev.metajudge.export;

import org.jspecify.annotations.NullMarked;
