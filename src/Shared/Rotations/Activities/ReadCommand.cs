using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>The next command that was given and not taken yet. Reading it does not take it: the move that it leads to does.</summary>
public sealed class ReadCommand(RotationLedger rotations, CommandLedger commands) : IActivity<string, PendingCommand>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, PendingCommand> Name { get; } = new("ReadCommand");

    /// <inheritdoc />
    public async Task<PendingCommand> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        return new(await commands.NextAsync(rotation, cancellationToken), rotation.Paused, rotation.IsUrgent);
    }
}
