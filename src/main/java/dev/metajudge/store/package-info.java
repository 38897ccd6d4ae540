/**
 * A run's database: H2 in the run's folder, read and written through Jdbi. Rows (records) go in, in transactions that
 * are on the disk when they return, and come out as the same records; SQL stays inside. The loop writes through
 * {@link dev.metajudge.store.RunStore}, everything else reads through {@link dev.metajudge.store.RunReader}.
 */
@NullMarked
package dev.metajudge.store;

import org.jspecify.annotations.NullMarked;
