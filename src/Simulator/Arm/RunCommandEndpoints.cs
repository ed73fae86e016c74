using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Wire;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Arm;

/// <summary>
/// Managed run commands of VMs and Arc machines.
/// https://learn.microsoft.com/azure/virtual-machines/linux/run-command-managed,
/// https://learn.microsoft.com/azure/azure-arc/servers/run-command
/// </summary>
internal sealed partial class RunCommandEndpoints(WorldState world)
{
    private const int LongestArcName = 36;

    // The stable versions as of 2026-11.
    private static readonly string[] _computeVersions =
    [
        "2023-07-01",
        "2024-07-01",
        "2024-11-01",
        "2025-04-01",
        "2025-11-01",
        "2026-03-01",
        "2026-04-01",
    ];
    private static readonly string[] _hybridVersions = ["2025-01-13", "2025-06-01", "2026-07-15", "2026-09-01"];
    private static readonly TimeSpan _poll = TimeSpan.FromSeconds(15);
    private int _calls;

    private int Room => world.ShowsScripts ? 80 * 1024 : 2 * 1024;

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (string type in new[] { "Microsoft.Compute/virtualMachines", "Microsoft.HybridCompute/machines" })
        {
            string list = $"/subscriptions/{{subscription}}/resourceGroups/{{group}}/providers/{type}/{{machine}}/runCommands";
            Call("GET", list, CallName.ListRunCommands, ListAsync);
            Call("GET", list + "/{name}", CallName.GetRunCommand, GetAsync);
            Call("PUT", list + "/{name}", CallName.PutRunCommand, PutAsync);
            Call("DELETE", list + "/{name}", CallName.DeleteRunCommand, DeleteAsync);

            void Call(string method, string pattern, string name, Func<HttpContext, IMachine, Task> handler)
                => routes.MapCall(method, pattern, name, ServiceKind.ResourceManager, context => CheckAsync(context, type, handler));
        }
    }

    private Task CheckAsync(HttpContext context, string type, Func<HttpContext, IMachine, Task> handler)
    {
        string remaining = (250 - (Interlocked.Increment(ref _calls) % 200)).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["x-ms-ratelimit-remaining-subscription-"
            + $"{(context.Request.Method is "GET" ? "reads" : context.Request.Method is "PUT" ? "writes" : "deletes")}"] = remaining;
        if (context.Request.Query["api-version"].Count is 0)
        {
            return ArmError.WriteAsync(context, 400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is"
                + " required for all requests.");
        }

        string[] known = type.StartsWith("Microsoft.Compute", StringComparison.Ordinal) ? _computeVersions : _hybridVersions;
        if (!known.Contains(context.Request.Query["api-version"].ToString()))
        {
            return ArmError.WriteAsync(
                context,
                400,
                "NoRegisteredProviderFound",
                $"No registered resource provider found for API version '{context.Request.Query["api-version"]}' for type"
                    + $" '{type}/runCommands'. The supported api-versions are '{string.Join(", ", known)}'.");
        }

        if (world.Azure.RetryAfter(context.Route("subscription"), world.Clock.Now) is { } wait)
        {
            return ArmError.ThrottledAsync(context, world.Clock, wait);
        }

        if (world.Faults.Next(FaultKind.Throttle, context.Route("subscription")) is { } throttled)
        {
            return ArmError.ThrottledAsync(context, world.Clock, TimeSpan.FromSeconds(throttled.RetryAfterSeconds ?? 15));
        }

        string id = $"/subscriptions/{context.Route("subscription")}/resourceGroups/{context.Route("group")}/providers/{type}/"
            + $"{context.Route("machine")}";
        return world.Azure.Find(id) is { } machine
            ? handler(context, machine)
            : ArmError.WriteAsync(context, 404, "ResourceNotFound", $"The Resource '{type}/{context.Route("machine")}' under resource"
                + $" group '{context.Route("group")}' was not found.");
    }

    private async Task PutAsync(HttpContext context, IMachine machine)
    {
        string name = context.Route("name");
        bool known = world.Commands.Find(machine, name) is not null;
        using JsonDocument? body = await Answer.ReadDocumentAsync(context);
        (RunCommandRequest? request, string? problem) = RunCommandRequest.Read(body?.RootElement ?? default);
        await (request switch
        {
            _ when !Name().IsMatch(name) || (machine.Identity.IsArc && name.Length > LongestArcName)
                => ArmError.WriteAsync(context, 400, "InvalidParameter", $"The run command name '{name}' is not valid: letters, digits,"
                    + $" '-', '_' and '.', at most {LongestArcName} on a Linux Arc machine."),
            null => ArmError.WriteAsync(context, 400, "InvalidRequestContent", problem!),
            _ when !request.Location.Equals(machine.Identity.Location, StringComparison.OrdinalIgnoreCase)
                => ArmError.WriteAsync(context, 400, "InvalidLocation", "The location must be that of the machine,"
                    + $" '{machine.Identity.Location}'."),
            _ when request.Script.Length > world.MaxScriptLength
                => ArmError.WriteAsync(context, 400, "InvalidParameter", $"The script has {request.Script.Length} characters; at most"
                    + $" {world.MaxScriptLength} are allowed."),
            _ when world.Azure.LockOf(machine) is MachineLock.ReadOnly => LockedAsync(context, machine, "write"),
            _ when world.Azure.LockOf(machine) is MachineLock.NoExtensions => ArmError.WriteAsync(
                context, 409, "OperationNotAllowed", "This operation cannot be performed when extension operations are disallowed. To"
                    + " allow, please ensure VM Agent is installed on the VM and the osProfile.allowExtensionOperations property is true."),
            _ when !machine.Identity.IsArc && !machine.IsOn => NotRunningAsync(context),
            _ when world.Commands.Find(machine, name) is { IsBeingDeleted: true }
                => ArmError.WriteAsync(context, 409, "Conflict", $"The run command '{name}' is being deleted."),
            _ when !machine.Identity.IsArc && !known && world.Commands.Of(machine).Count >= RunCommandBook.MaxPerVirtualMachine
                => ArmError.WriteAsync(context, 409, "OperationNotAllowed", "The maximum number of managed Run commands"
                    + $" (max={RunCommandBook.MaxPerVirtualMachine}, current={RunCommandBook.MaxPerVirtualMachine}) has been exceeded."
                    + " Use fewer Run commands and retry the request."),
            _ => AcceptAsync(context, machine, name, request),
        });
    }

    private Task AcceptAsync(HttpContext context, IMachine machine, string name, RunCommandRequest request)
    {
        (RunCommand command, bool isNew) = world.Commands.Put(machine, name, request);
        PointTo(context, machine, command.Operation);
        return Answer.JsonAsync(context, isNew ? 201 : 200, Room, json => Write(json, command, withInstanceView: false));
    }

    private Task GetAsync(HttpContext context, IMachine machine)
    {
        if (world.Commands.Find(machine, context.Route("name")) is not { } command)
        {
            return NotFoundAsync(context);
        }

        // Azure documents a Retry-After for the PUT and for the operation, but sends none here.
        return Answer.JsonAsync(context, 200, Room, json => Write(json, command, machine.Identity.IsArc || Expands(context)));
    }

    private Task ListAsync(HttpContext context, IMachine machine)
        => Answer.JsonAsync(context, 200, Room, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("value");
            foreach (RunCommand command in world.Commands.Of(machine))
            {
                Write(json, command, Expands(context));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    private Task DeleteAsync(HttpContext context, IMachine machine)
    {
        if (world.Azure.LockOf(machine) is MachineLock.CanNotDelete or MachineLock.ReadOnly)
        {
            return LockedAsync(context, machine, "delete");
        }

        if (!machine.Identity.IsArc && !machine.IsOn)
        {
            return NotRunningAsync(context);
        }

        string? operation = world.Commands.Find(machine, context.Route("name"))?.Operation;
        context.Response.StatusCode = world.Commands.Delete(machine, context.Route("name"));
        if (context.Response.StatusCode is 202)
        {
            PointTo(context, machine, operation!);
        }

        return Task.CompletedTask;
    }

    private void PointTo(HttpContext context, IMachine machine, string operation)
    {
        string address = $"{context.Request.Scheme}://{context.Request.Host}/subscriptions/{machine.Identity.SubscriptionId}/providers/"
            + $"{machine.Identity.Provider}/locations/{machine.Identity.Location}/operations/{operation}?api-version="
            + $"{Uri.EscapeDataString(context.Request.Query["api-version"].ToString())}";
        context.Response.Headers["Azure-AsyncOperation"] = address;
        context.Response.Headers.Location = address + "&monitor=true";
        Answer.RetryAfter(context, world.Clock, _poll);
    }

    private void Write(Utf8JsonWriter json, RunCommand command, bool withInstanceView)
    {
        lock (world.Commands.Sync)
        {
            command.WriteTo(json, withInstanceView, world.ShowsScripts);
        }
    }

    private static bool Expands(HttpContext context)
        => context.Request.Query["$expand"].ToString().Equals("instanceView", StringComparison.OrdinalIgnoreCase);

    private static Task NotRunningAsync(HttpContext context)
        => ArmError.WriteAsync(context, 409, "OperationNotAllowed", "Cannot modify extensions in the VM when the VM is not running.");

    private static Task LockedAsync(HttpContext context, IMachine machine, string operation) => ArmError.WriteAsync(
        context,
        409,
        "ScopeLocked",
        $"The scope '{machine.Identity.ResourceId}' cannot perform {operation} operation because following scope(s) are locked:"
            + $" '{machine.Identity.ResourceId}'. Please remove the lock and try again.");

    private static Task NotFoundAsync(HttpContext context)
        => ArmError.WriteAsync(context, 404, "ResourceNotFound", $"The run command '{context.Route("name")}' was not found.");

    [GeneratedRegex(@"\A[a-zA-Z0-9\-_.]+\z")]
    private static partial Regex Name();
}
