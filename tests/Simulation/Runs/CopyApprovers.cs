using TenantTokens.Approvals;
using TenantTokens.Simulation.Product;
using TenantTokens.Simulation.Time;

namespace TenantTokens.Simulation.Runs;

/// <summary>The approvers of one installation.</summary>
internal sealed class CopyApprovers(SeedRun run, CopyRun copy)
{
    private const int MaxRounds = 8;

    private readonly Dictionary<GateKind, int> _gatesOpened = [];

    /// <summary>A gate of that kind has opened.</summary>
    public void Opened(GateKind kind) => _gatesOpened[kind] = _gatesOpened.GetValueOrDefault(kind) + 1;

    /// <summary>From now on they look after a gate, as long as the process runs that does now.</summary>
    public void BeginToDecide(GateRecord gate)
    {
        if (copy.Processes.Current is { } process)
        {
            run.Begin(() => DecideAsync(gate, process));
        }
    }

    /// <summary>Somebody votes at whatever gate is open.</summary>
    public async Task VoteAsync(string who, GateChoice choice)
    {
        if (copy.Asking() is not var (process, rotationId, gate))
        {
            return;
        }

        Vote vote = new(who, choice, "seen", gate.PlanHash, "simulated", run.Now);
        if (await copy.UnlessFullAsync(() => process.Get<GateVoting>().VoteAsync(rotationId, gate.GateId, vote, CancellationToken.None))
            is not { } answer)
        {
            return;
        }

        run.Tell($"{who} says {choice} at {gate.GateId}: {(answer.Accepted ? "counted" : "refused")}.");
        process.WakeSoon();
    }

    /// <summary>What approvers usually do: they look after some minutes, and again each hour.</summary>
    private async Task DecideAsync(GateRecord gate, ProductProcess process)
    {
        Random random = run.Draw($"approvers/{copy.Installation.Name}/{gate.GateId}");
        await run.WaitAsync(random.Between(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(12)));
        for (int round = 0; !process.Life.IsDead
            && copy.Processes.Current == process
            && copy.Sight.Gates[gate.GateId].Outcome is null
            && round < MaxRounds; round++)
        {
            while (run.Now < run.NobodyVotesUntil)
            {
                await run.WaitAsync(run.NobodyVotesUntil - run.Now + TimeSpan.FromSeconds(1));
            }

            // After some rounds they have talked to whoever holds it up.
            foreach (string who in gate.Approvers.Take(round < 3 ? gate.Quorum : gate.Approvers.Count))
            {
                await VoteAsync(who, Usual(gate, round));
                await run.WaitAsync(random.Between(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)));
            }

            await run.WaitAsync(TimeSpan.FromHours(1));
        }
    }

    private GateChoice Usual(GateRecord gate, int round)
    {
        GateChoice wanted = gate.Kind switch
        {
            GateKind.Continue
                => _gatesOpened[GateKind.Continue] switch { 1 => GateChoice.Retry, <= 8 => GateChoice.Skip, _ => GateChoice.RollBack },
            GateKind.Cancel => _gatesOpened[GateKind.Cancel] == 1 ? GateChoice.Retry : GateChoice.Approve,
            _ => GateChoice.Approve,
        };
        return gate.Choices.Contains(wanted) ? wanted : gate.Choices[round % gate.Choices.Count];
    }
}
