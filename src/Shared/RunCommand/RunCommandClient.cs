using System.Text.Json;
using Azure;
using Azure.Core;
using TenantTokens.Azure;
using TenantTokens.Durable;
using TenantTokens.Machines;

namespace TenantTokens.RunCommand;

/// <summary>
/// Reads, creates and deletes managed run commands of virtual machines (api-version 2025-04-01) and Azure Arc machines (2025-01-13). GET
/// and DELETE are retried by the SDK, PUT never is. A failed sign-in throws Azure.Identity's exceptions.
/// </summary>
/// <param name="arm">Azure Resource Manager.</param>
/// <param name="scrubber">Removes secrets from Azure's messages.</param>
/// <remarks>
/// https://learn.microsoft.com/azure/virtual-machines/run-command-overview, https://learn.microsoft.com/azure/azure-arc/servers/run-command
/// </remarks>
public sealed class RunCommandClient(ArmPipeline arm, ISecretScrubber scrubber)
{
    /// <summary>
    /// The service key of the credential for run commands. Whoever holds that credential is root on every machine of the fleet. So it can
    /// be an identity of its own; the other identity then needs no right to run commands.
    /// </summary>
    public const string Identity = "run-commands";

    /// <summary>The wait after a 429 that does not say how long.</summary>
    private static readonly TimeSpan _unsaidWait = TimeSpan.FromSeconds(5);

    /// <summary>Reads a command with its instance view.</summary>
    public async Task<GetAnswer> GetAsync(Machine machine, RunCommandName name, CancellationToken cancellationToken)
    {
        try
        {
            using Response response = await arm.SendAsync(
                RequestMethod.Get,
                Path(machine, name, withInstanceView: true),
                null,
                cancellationToken);
            return response.Status switch
            {
                200 => new GetAnswer.Found(RunCommandBody.Read(response.Content, arm.RetryAfterOf(response))),
                404 => new GetAnswer.Missing(),
                429 => new GetAnswer.Throttled(arm.RetryAfterOf(response) ?? _unsaidWait),
                _ => new GetAnswer.Failed(response.Status, MessageOf(response)),
            };
        }
        catch (RequestFailedException exception)
        {
            return new GetAnswer.Failed(0, scrubber.Scrub(exception.Message));
        }
        catch (JsonException)
        {
            return new GetAnswer.Failed(200, "The body is not a run command.");
        }
    }

    /// <summary>Creates a command. The request is sent once.</summary>
    /// <exception cref="InvalidOperationException">
    /// A protected value is also in the script or in an open parameter. Nothing was sent.
    /// </exception>
    public async Task<PutAnswer> PutAsync(RunCommandRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ReadOnlyMemory<byte> body = RunCommandBody.Write(request);
        try
        {
            using Response response = await arm.SendAsync(
                RequestMethod.Put,
                Path(request.Machine, request.Name, withInstanceView: false),
                body,
                cancellationToken);
            return response.Status switch
            {
                200 or 201 or 202 => new PutAnswer.Accepted(arm.RetryAfterOf(response)),
                404 => new PutAnswer.Gone(),
                409 => Conflict(response),
                429 => new PutAnswer.Throttled(arm.RetryAfterOf(response) ?? _unsaidWait),
                408 or >= 500 => new PutAnswer.Unanswered($"status {response.Status}: {MessageOf(response)}"),
                _ => new PutAnswer.Refused(
                    PermanentConflict.Known(ArmError.Read(response).Code) ?? $"http-{response.Status}",
                    MessageOf(response)),
            };
        }
        catch (RequestFailedException exception)
        {
            return new PutAnswer.Unanswered(scrubber.Scrub(exception.Message));
        }
    }

    /// <summary>Asks Azure to delete a command. Deleting kills a script that is still running.</summary>
    public async Task<DeleteAnswer> DeleteAsync(Machine machine, RunCommandName name, CancellationToken cancellationToken)
    {
        try
        {
            using Response response = await arm.SendAsync(
                RequestMethod.Delete,
                Path(machine, name, withInstanceView: false),
                null,
                cancellationToken);
            return response.Status switch
            {
                200 or 202 or 204 => new DeleteAnswer.Accepted(),
                404 => new DeleteAnswer.Gone(),
                429 => new DeleteAnswer.Throttled(arm.RetryAfterOf(response) ?? _unsaidWait),
                _ => new DeleteAnswer.Failed(response.Status, MessageOf(response)),
            };
        }
        catch (RequestFailedException exception)
        {
            return new DeleteAnswer.Failed(0, scrubber.Scrub(exception.Message));
        }
    }

    /// <summary>Counts the run commands of a machine, including those of other owners; null when Azure does not say.</summary>
    public async Task<RunCommandCount?> CountAsync(Machine machine, CancellationToken cancellationToken)
    {
        try
        {
            using Response response = await arm.SendAsync(
                RequestMethod.Get,
                $"{machine.ResourceId}/runCommands?{VersionOf(machine)}",
                null,
                cancellationToken);
            return response.Status is 200 ? RunCommandBody.Count(response.Content) : null;
        }
        catch (Exception exception) when (exception is RequestFailedException or JsonException)
        {
            return null;
        }
    }

    private static string VersionOf(Machine machine)
        => machine.Kind is MachineKind.VirtualMachine ? "api-version=2025-04-01" : "api-version=2025-01-13";

    private static string Path(Machine machine, RunCommandName name, bool withInstanceView) => machine.Kind is MachineKind.VirtualMachine
        ? $"{machine.ResourceId}/runCommands/{name}?{(withInstanceView ? "$expand=instanceView&" : string.Empty)}{VersionOf(machine)}"
        : $"{machine.ResourceId}/runCommands/{name}?{VersionOf(machine)}"; // Arc always includes the instance view and has no $expand

    private PutAnswer Conflict(Response response)
    {
        ArmError error = ArmError.Read(response);
        return IsMachineOff(error) ? new PutAnswer.MachineNotRunning()
            : PermanentConflict.Find(error) is { } code ? new PutAnswer.Refused(code, MessageOf(response))
            : new PutAnswer.Conflict(MessageOf(response));
    }

    // "OperationNotAllowed" alone is not enough: it is also the code for exceeded quotas.
    private static bool IsMachineOff(ArmError error)
        => error.Codes.Contains("CannotModifyExtensionsWhenVMNotRunning", StringComparer.OrdinalIgnoreCase)
            || (error.Codes.Contains("OperationNotAllowed", StringComparer.OrdinalIgnoreCase)
                && (error.Message.Contains("not running", StringComparison.OrdinalIgnoreCase)
                    || error.Message.Contains("NotRunning", StringComparison.Ordinal)));

    private string MessageOf(Response response)
    {
        ArmError error = ArmError.Read(response);
        return scrubber.Scrub(error.Code.Length is 0 ? $"no error code, {response.ReasonPhrase}" : $"{error.Code}: {error.Message}");
    }
}
