package io.althing.chaos.mutant;

import java.util.function.UnaryOperator;
import net.bytebuddy.dynamic.DynamicType;

/**
 * One planted bug.
 *
 * @param name what it is called, for example {@code forgets-requests}
 * @param bug what is wrong then, in words
 * @param type the shipped class it is planted in
 * @param plant how that class is rewritten
 * @param where what must catch it
 */
record Mutant(String name, String bug, String type, UnaryOperator<DynamicType.Builder<?>> plant,
        Where where) {}
