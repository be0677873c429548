package io.althing.chaos.audit;

import io.althing.chaos.audit.AuditObservation.AcknowledgedWrite;
import io.althing.client.Answer;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes tags one after another and keeps where each answer said that it stands in the audit log, and when. */
public final class TimedWriter {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final String model;
    private final String name;
    private final List<AcknowledgedWrite> acknowledged = new ArrayList<>();
    private int number;

    /** @param name begins each request id */
    public TimedWriter(String model, String name) {
        this.model = model;
        this.name = name;
    }

    /** Writes once; an error or an unknown outcome counts for nothing. */
    public boolean write(ApiClient client) {
        String id = name + "-" + number++;
        long begun = System.nanoTime();
        try {
            Answer answer = client.send(Call
                    .put("/v1/models/" + model + "/tags/t" + number % 50,
                            Json.object().put("value", "written as " + id))
                    .withKey(id).within(PATIENCE));
            long ended = System.nanoTime();
            if (answer.ok()) {
                acknowledged.add(new AcknowledgedWrite(id,
                        Long.parseLong(answer.headers().firstValue("Althing-Audit-Index").orElseThrow()), begun,
                        ended));
            }
            return answer.ok();
        } catch (UserError unknown) {
            return false;
        }
    }

    /** Writes so often, whatever comes of it. */
    public void write(ApiClient client, int times) {
        for (int i = 0; i < times; i++) {
            write(client);
        }
    }

    /** What was acknowledged. */
    public List<AcknowledgedWrite> acknowledged() {
        return List.copyOf(acknowledged);
    }
}
