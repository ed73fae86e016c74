using TenantTokens.Durable;

namespace TenantTokens.Rotations.Commands;

/// <summary>Takes a command that causes no move: a confirmation, or one that came too late to have an effect.</summary>
public sealed class TakeOperatorCommand(RotationLedger rotations, OperatorCommandLedger commands) : IActivity<OperatorCommandInput, bool>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<OperatorCommandInput, bool> Name { get; } = new("TakeCommand");

    /// <inheritdoc />
    public async Task<bool> RunAsync(OperatorCommandInput input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input.RotationId, cancellationToken);
        if (await commands.NextAsync(rotation, cancellationToken) is not { } command || command.Number != input.Number)
        {
            return false;
        }

        await rotations.UpdateAsync(
            input.RotationId,
            current => current with
            {
                CommandsTaken = Math.Max(current.CommandsTaken, command.Number),
                PlanConfirmed = current.PlanConfirmed || command.Kind is OperatorCommandKind.Confirm,
            },
            cancellationToken);
        return true;
    }
}
