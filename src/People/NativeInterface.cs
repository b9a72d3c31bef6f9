using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace MGen.People;

/// <summary>
/// The C interface of libmgen_people, as declared in <c>mgen_people.h</c>. A person must not be used by two threads at
/// once.
/// </summary>
internal static unsafe class NativeInterface
{
    private const int Ok = 0;
    private const int BadArgument = -1;
    private const int Bug = -2;

    /// <summary>
    /// Creates a person. Returns 0, or -1 (-2 for a bug) with a message in <paramref name="error"/>.
    /// </summary>
    [UnmanagedCallersOnly(EntryPoint = "mgen_person_create", CallConvs = [typeof(CallConvCdecl)])]
    public static int Create(byte* configFile, byte* group, ulong seed, nint* person, byte* error, int errorBytes)
    {
        try
        {
            if (configFile == null || person == null)
                return Fail(error, errorBytes, "config_file and person may not be null");
            *person = 0;
            string file = Marshal.PtrToStringUTF8((nint)configFile)!;
            Person? made = PersonSource.Create(
                file,
                Marshal.PtrToStringUTF8((nint)group),
                seed,
                Directory.GetCurrentDirectory(),
                out string problem
            );
            if (made is null)
                return Fail(error, errorBytes, problem);
            *person = GCHandle.ToIntPtr(GCHandle.Alloc(made));
            return Ok;
        }
        catch (Exception bug)
        {
            Fail(error, errorBytes, bug.Message);
            return Bug;
        }
    }

    /// <summary>
    /// Advances the person to the next event and writes it to <paramref name="next"/>. Returns 0, -1 for a null
    /// pointer, or -2 for a bug.
    /// </summary>
    [UnmanagedCallersOnly(EntryPoint = "mgen_person_next", CallConvs = [typeof(CallConvCdecl)])]
    public static int Next(nint person, NativeEvent* next)
    {
        if (person == 0 || next == null)
            return BadArgument;
        try
        {
            PersonEvent item = FromHandle(person).Next();
            *next = new NativeEvent
            {
                Nanoseconds = item.At.Ticks * TimeSpan.NanosecondsPerTick,
                Action = (int)item.Action,
                Id = item.Id,
                Bytes = item.Bytes,
                IsActive = item.IsActive ? 1 : 0,
            };
            return Ok;
        }
        catch (Exception)
        {
            return Bug;
        }
    }

    /// <summary>
    /// The time in nanoseconds of the next event, unless a message is received before; -1 for a null person.
    /// </summary>
    [UnmanagedCallersOnly(EntryPoint = "mgen_person_next_time", CallConvs = [typeof(CallConvCdecl)])]
    public static long NextTime(nint person) =>
        person == 0 ? BadArgument : FromHandle(person).NextAt.Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>
    /// Reports a received message. Returns 0, or -2 for a bug. Returns -1 for a null person, for a time before the last
    /// event or the last received message, and for a time after the next event.
    /// </summary>
    [UnmanagedCallersOnly(EntryPoint = "mgen_person_received", CallConvs = [typeof(CallConvCdecl)])]
    public static int Received(nint person, long nanoseconds)
    {
        try
        {
            return person != 0 && FromHandle(person).TryReceive(new TimeSpan(nanoseconds / TimeSpan.NanosecondsPerTick))
                ? Ok
                : BadArgument;
        }
        catch (Exception)
        {
            return Bug;
        }
    }

    /// <summary>Frees a person; null is allowed.</summary>
    [UnmanagedCallersOnly(EntryPoint = "mgen_person_free", CallConvs = [typeof(CallConvCdecl)])]
    public static void Free(nint person)
    {
        if (person != 0)
            GCHandle.FromIntPtr(person).Free();
    }

    private static Person FromHandle(nint person) => Unsafe.As<Person>(GCHandle.FromIntPtr(person).Target!);

    /// <summary>
    /// Writes as many whole characters of the message as fit, followed by a zero byte. Returns
    /// <see cref="BadArgument"/>.
    /// </summary>
    private static int Fail(byte* error, int errorBytes, string message)
    {
        if (error != null && errorBytes > 0)
        {
            Span<byte> room = new(error, errorBytes);
            // Not Encoder.Convert, which throws if not even one character fits.
            _ = Utf8.FromUtf16(message, room[..^1], out _, out int used);
            room[used] = 0;
        }
        return BadArgument;
    }

    /// <summary><c>struct mgen_event</c>.</summary>
    internal struct NativeEvent
    {
        public long Nanoseconds;
        public int Action;
        public uint Id;
        public uint Bytes;
        public int IsActive;
    }
}
