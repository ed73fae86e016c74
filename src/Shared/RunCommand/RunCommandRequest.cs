using TenantTokens.Machines;

namespace TenantTokens.RunCommand;

/// <summary>A script to run once on a machine. Its text form shows no parameter values.</summary>
/// <param name="Machine">The machine to run on.</param>
/// <param name="Name">The command's name, the same whenever this attempt is repeated.</param>
/// <param name="Script">The script's text. Everyone who may read the machine can read it, so it never contains a secret.</param>
/// <param name="Parameters">
/// Named parameters that everyone who may read the machine can read. Empty values are not sent: Linux drops them anyway.
/// </param>
/// <param name="ProtectedParameters">Named parameters that Azure encrypts and never returns: the only place for a token.</param>
/// <param name="Timeout">After how long Azure kills the script; sent as whole seconds, rounded up, at least 1.</param>
public sealed record RunCommandRequest(
    Machine Machine,
    RunCommandName Name,
    string Script,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyDictionary<string, string> ProtectedParameters,
    TimeSpan Timeout)
{
    /// <summary>The timeout as it is sent to Azure, in whole seconds.</summary>
    public int TimeoutInSeconds => Math.Max(1, (int)Math.Ceiling(Timeout.TotalSeconds));

    /// <summary>Returns the names of the command, machine and parameters, without the parameters' values.</summary>
    public override string ToString()
        => $"{Name} on {Machine.Name}, parameters {string.Join(", ", Parameters.Keys)}, protected"
            + $" {string.Join(", ", ProtectedParameters.Keys)}, timeout {TimeoutInSeconds} s";

    /// <exception cref="InvalidOperationException">A protected value is also in the script or in an open parameter.</exception>
    internal void ThrowIfSecretIsExposed()
    {
        foreach ((string name, string value) in ProtectedParameters)
        {
            // Shorter values occur in other text by coincidence.
            if (value.Length >= 6
                && (Script.Contains(value, StringComparison.Ordinal)
                    || Parameters.Values.Any(open => open.Contains(value, StringComparison.Ordinal))))
            {
                throw new InvalidOperationException(
                    $"The value of the protected parameter {name} also appears in the script or in an unprotected parameter of {Name}.");
            }
        }
    }
}
