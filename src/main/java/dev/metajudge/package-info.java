/** The Meta-Rewarding loop (arXiv 2407.19594) on one small open model, and a judge whose numbers can be trusted. */
@NullMarked
package dev.metajudge;

import org.jspecify.annotations.NullMarked;
