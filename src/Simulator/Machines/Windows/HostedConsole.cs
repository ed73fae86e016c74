using System.Globalization;
using System.Management.Automation.Host;

namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>The host of a script without a user: it records the exit code and cannot prompt.</summary>
internal sealed class HostedConsole : PSHost
{
    /// <summary>The code of the script's exit statement; null while there was none.</summary>
    public int? ExitCode { get; private set; }

    public override string Name => "ConsoleHost";

    public override Version Version { get; } = new(7, 6);

    public override Guid InstanceId { get; } = new("6f1f8f0e-8a0f-4b9e-9f60-0b2f6d5d5a01");

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override PSHostUserInterface? UI => null;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("Nobody is there to answer a prompt.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("Nobody is there to answer a prompt.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
