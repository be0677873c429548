package io.althing.resource;

import io.althing.registry.Alias;
import io.althing.registry.Ballot;
import io.althing.registry.Command;
import io.althing.registry.Forward;
import io.althing.registry.Genesis;
import io.althing.registry.GlobalPolicyFile;
import io.althing.registry.Model;
import io.althing.registry.ModelVersion;
import io.althing.registry.PolicyEpoch;
import io.althing.registry.RegionPolicyFile;
import io.althing.registry.RegionRecord;
import io.althing.registry.RegionRollout;
import io.althing.registry.RegionView;
import io.althing.registry.Rollout;
import io.althing.registry.Served;
import io.althing.registry.ServingTarget;
import io.althing.registry.Tag;
import io.althing.registry.Vote;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The schemas that follow from the registry's records and commands. */
final class DocumentShapes {
    private static final Set<String> NONE = Set.of();

    private DocumentShapes() {}

    static SortedMap<String, JsonObject> all() {
        var records = new RecordSchemas();
        List.of(Model.class, Tag.class, ModelVersion.class, Alias.class, Served.class, RegionView.class,
                RegionPolicyFile.class, GlobalPolicyFile.class, PolicyEpoch.class, Rollout.class, RegionRollout.class,
                Ballot.class, Vote.class, ServingTarget.class, RegionRecord.class, Forward.Wait.class)
                .forEach(records::add);
        var all = new TreeMap<String, JsonObject>();
        requests(records, all);
        JsonObject confirmed = records.object(ServingTarget.class, NONE, NONE);
        with(confirmed, "confirmed", new JsonObject().put("type", "boolean"));
        all.put("ServingTargetStatus", confirmed);
        JsonObject region = records.object(RegionRecord.class, NONE, NONE);
        with(region, "serving", items("ServingTargetStatus"));
        with(region, "nodes", items("NodeStatus"));
        all.put("RegionStatus", region);
        all.putAll(records.found());
        return all;
    }

    private static void requests(RecordSchemas records, SortedMap<String, JsonObject> all) {
        all.put("CreateModelRequest", records.object(Command.CreateModel.class, NONE, Set.of("description", "owner")));
        all.put("PutTagRequest", records.object(Command.SetTag.class, Set.of("model", "key"), NONE));
        all.put("RegisterVersionRequest",
                records.object(Command.RegisterVersion.class, Set.of("model"), Set.of("description", "lineage")));
        all.put("ConfirmArtifactsRequest",
                records.object(Command.ConfirmArtifacts.class, Set.of("model", "version"), NONE));
        all.put("MoveAliasRequest", records.object(Command.MoveAlias.class, Set.of("model", "alias"), NONE));
        all.put("RollbackModelRequest", records.object(Command.RollbackModel.class, Set.of("model"), NONE));
        all.put("ReportEffectiveRequest", records.object(Command.ReportEffective.class, Set.of("region"), NONE));
        all.put("ProposeRegionPolicyRequest", records.object(Command.ProposeRegionPolicy.class, NONE, NONE));
        all.put("ProposeGlobalPolicyRequest", records.object(Command.ProposeGlobalPolicy.class, NONE, NONE));
        all.put("VoteOnCandidateRequest", records.object(Command.VoteOnCandidate.class, Set.of("epoch"), NONE));
        all.put("RequestRolloutRequest",
                records.object(Command.RequestRollout.class, NONE, Set.of("rollout", "reason")));
        all.put("ApproveRolloutRequest",
                records.object(Command.ApproveRollout.class, Set.of("rollout"), Set.of("meaning", "comment")));
        all.put("ReasonRequest", records.object(Command.PauseRollout.class, Set.of("rollout"), Set.of("reason")));
        all.put("ReportStepPassedRequest",
                records.object(Command.ReportStepPassed.class, Set.of("rollout", "region"), NONE));
        all.put("ReportRecoveryRequest",
                records.object(Command.ReportRecovery.class, Set.of("rollout", "region"), NONE));
        all.put("OpenBallotRequest", records.object(Command.OpenBallot.class, NONE, NONE));
        all.put("CastVoteRequest", records.object(Command.CastVote.class, Set.of("ballot"), NONE));
        all.put("AddLearnerRequest", records.object(Genesis.Member.class, NONE, NONE));
    }

    private static JsonObject items(String name) {
        return new JsonObject().put("type", "array").put("items",
                new JsonObject().put("$ref", "#/components/schemas/" + name));
    }

    private static void with(JsonObject schema, String name, JsonObject property) {
        schema.getJsonObject("properties").put(name, property);
        schema.put("required", schema.getJsonArray("required", new JsonArray()).add(name));
    }
}
