/**
 * What clients and observers saw while a cluster was hurt, as lines of JSON that can be judged again at any time. Knows no cluster; both
 * arenas write it, the checkers read nothing else.
 */
@NullMarked
package io.althing.chaos.history;

import org.jspecify.annotations.NullMarked;
