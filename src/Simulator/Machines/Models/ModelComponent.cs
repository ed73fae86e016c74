namespace TenantTokens.Simulator.Machines.Models;

/// <summary>A component as a host script sees it.</summary>
/// <param name="Services">Its services, in the order in which they are started.</param>
/// <param name="Slots">The places of its tokens; empty when it has none for the environment.</param>
/// <param name="WrittenAt">When a token was last written.</param>
/// <param name="Starts">
/// How many times it is started before the change is undone: for a OneAgent once by oneagentctl and twice by the script.
/// </param>
internal sealed record ModelComponent(IReadOnlyList<Unit> Services, IReadOnlyList<TokenSlot> Slots, DateTimeOffset WrittenAt, int Starts)
{
    public ModelActiveGateFiles? GateFiles { get; init; }

    public OneAgent? Agent { get; init; }

    /// <summary>Lists every component of the machine, as a probe does.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<Unit> Services, IReadOnlyList<string> Environments)> All(IMachine machine)
    {
        List<(string, IReadOnlyList<Unit>, IReadOnlyList<string>)> all = [];
        if (machine.Agent is { Files: ModelOneAgentFiles { Token: not null, Tenant: { } tenant } } agent)
        {
            all.Add(("oneagent", [agent.Unit], [tenant]));
        }

        if (machine.Gate is { Files: ModelActiveGateFiles files } gate)
        {
            all.Add(("activegate", gate.Services, files.Environments));
        }

        return all;
    }

    public static ModelComponent? Of(IMachine machine, ScriptInput input) => (input.Component, machine) switch
    {
        ("activegate", { Gate: { Files: ModelActiveGateFiles files } gate })
            => new ModelComponent(gate.Services, files.Slots(input.Environment), files.WrittenAt, Starts: 1) { GateFiles = files },
        ("oneagent", { Agent: { Files: ModelOneAgentFiles { Token: not null } files } agent })
            => new ModelComponent(
                [agent.Unit],
                files.Tenant == input.Environment ? [new TokenSlot("", () => files.Token!, token => files.Write(null, token))] : [],
                files.WrittenAt,
                Starts: 3) { Agent = agent },
        _ => null,
    };
}
