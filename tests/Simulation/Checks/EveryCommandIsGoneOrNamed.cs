using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;

namespace TenantTokens.Simulation.Checks;

/// <summary>
/// At the end, every run command of ours is gone, or the ledger names it as one that has to be deleted. Those of another copy are in that
/// one's ledger.
/// </summary>
internal sealed class EveryCommandIsGoneOrNamed : Check<Happening.Ended>
{
    private const string Ours = "ttr-";

    public override string Name => "command-left-behind";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.Ended happening)
    {
        if (happening is not { Stuck: null } || sight.Rotation is not { } rotation || !rotation.Phase.IsTerminal())
        {
            yield break;
        }

        HashSet<string> named =
        [
            .. sight.Targets.Values.SelectMany(static target => (target.LeftBehind ?? []).Append(target.Send)).OfType<SendRecord>()
                .Where(static send => send.DeletePending)
                .Select(static send => send.CommandName),
        ];
        foreach (CommandView command in sight.Commands()
            .Where(command => command.Name.StartsWith(Ours, StringComparison.Ordinal)
                && sight.SentCommands.Contains(command.Name)
                && !named.Contains(command.Name)))
        {
            yield return $"A run command of ours stands on {command.Machine}, and nothing names it.";
        }
    }
}
