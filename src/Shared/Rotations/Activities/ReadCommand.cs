using TenantTokens.Durable;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Activities;

/// <summary>The next command that was given and not taken yet. Reading it does not take it: the move that it leads to does.</summary>
public sealed class ReadCommand(RotationLedger rotations, CommandLedger commands) : IActivity<string, PendingCommand>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, PendingCommand> Name { get; } = new(nameof(ReadCommand));

    /// <inheritdoc />
    public async Task<PendingCommand> RunAsync(string input, CancellationToken cancellationToken)
        => new(await commands.NextAsync(await rotations.GetAsync(input, cancellationToken), cancellationToken));
}
