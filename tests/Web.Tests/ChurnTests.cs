using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Testing.Builders;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests;

/// <summary>A fleet that never stands still, at an open gate.</summary>
public sealed class ChurnTests : WebTest
{
    private const int AnHour = 300;

    [Fact]
    public async Task Three_hundred_joiners_leavers_and_restarts_an_hour_never_supersede_the_gate_and_its_approval_stands()
    {
        WebApp app = await StartAsync();
        TargetRecord[] fleet = [.. Enumerable.Range(1, AnHour).Select(static number => Some.Target($"host-{number}", TargetState.Rotated))];
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync(more: fleet);
        TargetLedger targets = app.Get<TargetLedger>();
        for (int number = 1; number <= AnHour; number++)
        {
            app.Time.Advance(TimeSpan.FromHours(1) / AnHour);
            TargetRecord joiner = Some.Target($"joiner-{number}");
            TargetRecord change = (number % 3) switch
            {
                0 => joiner, // joins: its turn is still to come
                1 => fleet[number - 1] with { State = TargetState.Skipped, Code = UncoveredCodes.Gone, Message = "Gone from Azure." },
                _ => fleet[number - 1] with { NeedsProof = "restarted", ProvedAt = null, Online = null },
            };
            await targets.PutAsync(rotation.RotationId, [change], Stop);
            if (number % 3 is 0 && number % 6 is 0)
            {
                await targets.PutAsync(rotation.RotationId, [joiner with { State = TargetState.Rotated }], Stop);
            }

            if (number % 10 is 0)
            {
                Assert.Equal(gate.GateId, (await app.OpenGateAsync(rotation))?.GateId);
            }

            if (number is 150)
            {
                await VoteAsync(app, rotation, gate, "alice");
            }
        }

        await VoteAsync(app, rotation, gate, "bob");
        Assert.Equal(gate.GateId, (await app.OpenGateAsync(rotation))?.GateId);
        Assert.Equal(GateOutcome.Approved, await app.OutcomeAsync(rotation, gate));
        Assert.Single(await app.AuditAsync(rotation.RotationId), static entry => entry.Code == "gate-opened");
    }

    [Fact]
    public async Task One_new_failed_target_supersedes_it_once_and_the_votes_do_not_move_to_the_new_one()
    {
        WebApp app = await StartAsync();
        (RotationRecord rotation, GateRecord gate) = await app.AskAsync();
        await VoteAsync(app, rotation, gate, "alice");
        await app.Get<TargetLedger>().PutAsync(rotation.RotationId, [Some.Target("new", TargetState.Failed)], Stop);

        GateRecord next = (await app.OpenGateAsync(rotation))!;
        for (int look = 0; look < 10; look++)
        {
            Assert.Equal("finish-2", (await app.OpenGateAsync(rotation))!.GateId);
        }

        Assert.Equal(GateOutcome.Superseded, await app.OutcomeAsync(rotation, gate));
        Assert.Empty(await app.VotesAsync(rotation, next));
        Assert.Equal(2, (await app.AuditAsync(rotation.RotationId)).Count(static entry => entry.Code == "gate-opened"));
    }

    private static async Task VoteAsync(WebApp app, RotationRecord rotation, GateRecord gate, string person)
    {
        using Visitor visitor = app.Visit();
        Assert.Equal(200, (await visitor.DecideAsync(await app.LinkAsync(rotation, gate, person), "Approve")).Status);
    }
}
