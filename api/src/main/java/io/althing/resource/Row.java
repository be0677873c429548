package io.althing.resource;

import io.althing.audit.Json;
import io.althing.http.Answer;
import io.althing.http.Call;
import io.althing.http.Problems;
import io.althing.http.Wire;
import io.althing.registry.RegistryState;
import io.althing.registry.Table;
import io.althing.store.Read;
import io.althing.store.Receipt;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * One row of the registry as a resource.
 *
 * @param noun what it is called when it is missing
 * @param show the row as JSON
 */
record Row<T>(String noun, Function<RegistryState, Optional<T>> find, BiFunction<Wire, T, Json> show,
        ToLongFunction<T> revision) {
    /** A row shown as its record. */
    static <T extends Record> Row<T> of(String noun, Table<T> table, String key, ToLongFunction<T> revision) {
        return new Row<>(noun + " '" + key + "'", state -> state.get(table, key), Wire::json, revision);
    }

    /** The row as it is. */
    Future<Answer> get(Call call) {
        return call.read(find).map(read -> call.fresh(read, shown(call, read)));
    }

    /** The row as it is after the change. */
    Future<Answer> after(Call call, Receipt receipt, int status) {
        return call.readBack(receipt, find).map(read -> {
            Answer answer = shown(call, read);
            return Call.written(receipt, new Answer(status, answer.mediaType(), answer.body(), answer.headers()));
        });
    }

    private Answer shown(Call call, Read<Optional<T>> read) {
        T row = read.value().orElseThrow(() -> Problems.missing(noun).asException());
        return Answer.ok(show.apply(call.wire(), row)).revision(revision.applyAsLong(row));
    }
}
