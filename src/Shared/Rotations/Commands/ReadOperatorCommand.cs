using TenantTokens.Durable;

namespace TenantTokens.Rotations.Commands;

/// <summary>Reads the next command that was given and not taken yet. Reading does not take it; the move that it causes does.</summary>
public sealed class ReadOperatorCommand(RotationLedger rotations, OperatorCommandLedger commands)
    : IActivity<string, ReadOperatorCommand.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, Result> Name { get; } = new("ReadCommand");

    /// <inheritdoc />
    public async Task<Result> RunAsync(string input, CancellationToken cancellationToken)
    {
        RotationRecord rotation = await rotations.GetAsync(input, cancellationToken);
        return new(await commands.NextAsync(rotation, cancellationToken), rotation.Paused, rotation.IsUrgent);
    }

    /// <summary>The commands that were not acted on yet.</summary>
    /// <param name="Command">The next command; null when there is none.</param>
    /// <param name="Paused">Whether nothing new may be sent.</param>
    /// <param name="Emergency">Whether the rotation is an emergency now.</param>
    public sealed record Result(OperatorCommand? Command, bool Paused = false, bool Emergency = false);
}
