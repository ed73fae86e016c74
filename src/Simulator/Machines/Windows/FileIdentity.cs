using System.Runtime.InteropServices;
using System.Text;

namespace TenantTokens.Simulator.Machines.Windows;

/// <summary>The number by which a file system knows a file, whatever its name is: what <c>fsutil file queryfileid</c> tells.</summary>
internal static class FileIdentity
{
    private const int AtCurrentDirectory = -100;
    private const uint MaskOfInode = 0x100;
    private const int SizeOfStatx = 256, PlaceOfInode = 32;

    /// <summary>Null where there is no such file, or where the system does not tell.</summary>
    public static ulong? Of(string path)
    {
        byte[] found = new byte[SizeOfStatx];
        try
        {
            return StatX(AtCurrentDirectory, Encoding.UTF8.GetBytes(path + '\0'), 0, MaskOfInode, found) is 0
                ? BitConverter.ToUInt64(found, PlaceOfInode)
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null; // macOS
        }
    }

    // The layout of struct statx is the same on every processor; that of struct stat is not.
    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int directory, byte[] path, int flags, uint mask, byte[] found);
}
