/**
 * Template files, pools of prompts, files of what people rated and values for variables come in. Messages ready for a
 * model go out, with the hash of the template that made them, and prompts, ratings and choices, or an error that names
 * file, line and variable. The loop and the command line call; the package knows the rubric of {@code judge} and the
 * likeness of texts of {@code measure}, and no other.
 */
@NullMarked
package dev.metajudge.prompt;

import org.jspecify.annotations.NullMarked;
